"""A report as JUnit XML, which every build server shows: a suite per stack, a case per finding.

Source: "JUnit XML format", testmoapp/junitxml.
"""

from __future__ import annotations

from collections import defaultdict
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from yard.policy.report import Finding, Report

EXCEPTIONS = "policies/exceptions.yaml"


def as_junit(report: Report) -> str:
    """The text of the file. What passed is one case with the count: the report does not keep it one by one."""
    root = Element(
        "testsuites",
        name="yard check",
        tests=str(len(report.failed) + len(report.excepted) + 1),
        failures=str(len(report.failed)),
        skipped=str(len(report.excepted)),
        time=f"{report.seconds:.3f}",
    )
    passed = SubElement(root, "testsuite", name="passed", tests="1", failures="0", skipped="0")
    SubElement(passed, "testcase", classname="policies", name=f"{report.passed} checks passed")
    suites: dict[str, list[Finding]] = defaultdict(list)
    for finding in (*report.failed, *report.excepted):
        suites[_stack(finding)].append(finding)
    for stack, findings in sorted(suites.items()):
        excepted = sum(bool(finding.reason) for finding in findings)
        suite = SubElement(
            root,
            "testsuite",
            name=stack,
            tests=str(len(findings)),
            failures=str(len(findings) - excepted),
            skipped=str(excepted),
        )
        for finding in findings:
            _add(suite, finding)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _add(suite: Element, finding: Finding) -> None:
    file, _, rest = finding.source.partition(":")
    name = f"{finding.message}: {finding.resource}"
    case = SubElement(suite, "testcase", classname=finding.policy, name=name)
    if finding.source:
        case.attrib.update(file=file, line=rest)
    if finding.reason:
        SubElement(case, "skipped", message=finding.reason)
        return
    failure = SubElement(case, "failure", message=finding.message, type=finding.severity)
    failure.text = "\n".join(
        f"{title}: {text}"
        for title, text in (
            ("construct", finding.construct),
            ("made by", finding.source),
            ("because of", finding.manifest_key),
            ("why", finding.why),
            ("fix", finding.fix),
            ("from", finding.page),
        )
        if text
    )


def _stack(finding: Finding) -> str:
    return finding.resource.split(":")[0] if finding.construct else EXCEPTIONS
