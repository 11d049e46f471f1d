"""CloudFront on this machine: behaviours, functions, response headers, and the files of static sites."""
