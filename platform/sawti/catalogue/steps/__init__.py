"""What the CMS calls inside the transaction of its request (see decision 0006)."""
