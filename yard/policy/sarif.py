"""A report as SARIF 2.1.0, which code scanning shows beside the lines of a change.

Source: "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", OASIS; "SARIF support for code
scanning", GitHub.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from yard.policy.report import Finding, Report

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"critical": "error", "high": "error", "medium": "warning", "low": "note"}
# What code scanning sorts by. Source: "SARIF support for code scanning", property security-severity.
SCORES = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "2.0"}


def as_sarif(report: Report) -> str:
    """The text of a SARIF file: a rule per policy, a result per finding, excepted ones suppressed with their reason."""
    findings = [*report.failed, *report.excepted]
    rules = {finding.policy: _rule(finding) for finding in findings}
    document = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "yard check",
                        "informationUri": "https://www.checkov.io",
                        "rules": [rules[policy] for policy in sorted(rules)],
                    }
                },
                "originalUriBaseIds": {"ROOT": {"description": {"text": "The root of the repository."}}},
                "results": [_result(finding, sorted(rules)) for finding in findings],
            }
        ],
    }
    return json.dumps(document, indent=2) + "\n"


def _rule(finding: Finding) -> dict[str, Any]:
    text = "\n\n".join(part for part in (finding.why, finding.fix, finding.page) if part)
    return {
        "id": finding.policy,
        "shortDescription": {"text": finding.message},
        "help": {"text": text or finding.message},
        "defaultConfiguration": {"level": LEVELS.get(finding.severity, "warning")},
        "properties": {
            "tags": ["security", "policy"],
            **({"security-severity": SCORES[finding.severity]} if finding.severity in SCORES else {}),
        },
    }


def _result(finding: Finding, policies: list[str]) -> dict[str, Any]:
    place = finding.source or finding.manifest_key or "cdktf.json:1"
    result: dict[str, Any] = {
        "ruleId": finding.policy,
        "ruleIndex": policies.index(finding.policy),
        "level": LEVELS.get(finding.severity, "warning"),
        "message": {"text": f"{finding.resource}: {finding.message}. {finding.fix}".strip()},
        "locations": [
            {
                "physicalLocation": _location(place),
                "logicalLocations": [
                    {"fullyQualifiedName": finding.construct or finding.resource, "kind": "resource"}
                ],
            }
        ],
        # Lines move; the policy and the resource stay, so that a finding is known again.
        "partialFingerprints": {
            "policyAndResource/v1": hashlib.sha256(
                f"{finding.policy} {finding.resource}".encode()
            ).hexdigest()
        },
    }
    if finding.manifest_key:
        result["relatedLocations"] = [
            {
                "id": 0,
                "physicalLocation": _location(finding.manifest_key),
                "message": {"text": f"The key behind it: {finding.manifest_key}"},
            }
        ]
    if finding.reason:
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": finding.reason}]
    return result


def _location(place: str) -> dict[str, Any]:
    """`apps/catalog/service.yaml:16 data.tables` or `modules/vpc.py:30` as a physical location."""
    file, _, rest = place.partition(":")
    line = rest.split(" ")[0]
    path = Path(file)  # of another folder, by --apps or --environments, or of the repository
    uri = {"uri": path.as_uri()} if path.is_absolute() else {"uri": quote(file), "uriBaseId": "ROOT"}
    return {
        "artifactLocation": uri,
        "region": {"startLine": max(int(line), 1) if line.isdigit() else 1},
    }
