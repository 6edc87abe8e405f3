"""What pages are made from: the content as pages ask for it, addresses, wording."""
