#!/usr/bin/env python
from sawti.project.console import main

main()
