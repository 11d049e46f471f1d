"""EKS clusters, and the objects in them."""
