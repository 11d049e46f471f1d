"""What a pull request does to every environment, as one comment: plan, findings, what changed."""
