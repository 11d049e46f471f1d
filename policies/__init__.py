"""Policy as code: our own checkov checks, one rule a file; `policy.py` says what each file must tell."""
