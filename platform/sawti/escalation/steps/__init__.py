"""Steps of this app, inside the transaction of whoever calls them."""
