"""The forms that names and the like must have: each pattern once, with the words that explain it."""

from __future__ import annotations

from dataclasses import dataclass

from yard.config.kubernetes import END_OF_SUPPORT


@dataclass(frozen=True)
class Form:
    """A regular expression, what it allows in words that follow "Use", and a value that has the form."""

    pattern: str
    words: str
    example: str


ENVIRONMENT = Form(r"^[a-z][a-z0-9]{1,9}$", "2 to 10 small letters and digits, a letter first", "dev")
ACCOUNT = Form(r"^[0-9]{12}$", "the 12 digits of an AWS account id, in quotes", '"111111111111"')
# Source: "AWS General Reference, AWS service endpoints": a region is area-direction-number. China, GovCloud and the
# sovereign clouds are other partitions, whose ARNs begin differently.
REGION = Form(
    r"^(af|ap|ca|eu|il|me|mx|sa|us)-(north|south|east|west|central|northeast|northwest|southeast|southwest)-[1-9]$",
    "a region of the AWS partition aws",
    "eu-west-1",
)
ZONE = Form(
    r"^[a-z]{2}-[a-z]+-[1-9][a-z]$", "availability zones, each a region's name and a letter", "eu-west-1a"
)
DOMAIN = Form(
    r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$", "a domain in small letters", "dev.example.com"
)
HOSTED_ZONE = Form(r"^Z[A-Z0-9]{1,31}$", "the id of a Route 53 hosted zone", "Z0123456789ABCDEFGHIJ")
EMAIL = Form(r"^[^@\s]+@[^@\s]+\.[^@\s]+$", "an email address", "platform@example.com")
# Values of tags. Source: "Tagging AWS Resources User Guide, Tag naming limits and requirements".
TAG_VALUE = Form(
    r"^[A-Za-z0-9 _.:/=+@-]+$", "letters, digits, spaces and _ . : / = + - @", "shop-infrastructure"
)
# Source: "GitHub Docs, About repositories": an owner has letters, digits and single hyphens, 39 at the most.
GITHUB_REPOSITORY = Form(
    r"^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}/[A-Za-z0-9_.-]{1,100}$",
    "a repository of GitHub, its owner in front",
    "example/shop-infrastructure",
)
GITHUB_ENVIRONMENT = Form(
    r"^[A-Za-z0-9_.-]([A-Za-z0-9_. -]*[A-Za-z0-9_.-])?$", "letters, digits, spaces and _ . -", "prod"
)
NAME = Form(
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
    "small letters and digits, a letter first, single hyphens between them",
    "catalog",
)
STORE = Form(
    r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$",
    "small letters and digits, a letter first, single underscores between them",
    "order_items",
)
# Source: "Application Load Balancers, Path conditions": letters are case-sensitive; * and ? would be wildcards.
PATH = Form(
    r"^(/|(/\.?[A-Za-z0-9_~-][A-Za-z0-9_.~-]*){1,8})$",
    "a path of up to 8 parts that begins with / and does not end with one, in letters, digits and - _ . ~",
    "/api/catalog",
)
# A path below a service's own folder: it never leads out of it.
FOLDER = Form(
    r"^[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$",
    "a folder below the service's own, with / between its parts",
    "dist",
)
# Source: "RFC 9110, Field Values": visible characters and spaces.
HEADER_VALUE = Form(r"^[!-~]([ -~]*[!-~])?$", "visible ASCII characters on one line", "default-src 'self'")
# Source: "Amazon VPC User Guide, AWS-managed prefix lists".
PREFIX_LIST = Form(r"^pl-[0-9a-f]{8,17}$", "the id of a prefix list", "pl-4fa04526")
VARIABLE = Form(
    r"^[A-Z][A-Z0-9_]*$",
    "capitals, digits and underscores, a letter first, as variables are named",
    "PAGE_SIZE",
)
# Source: "AWS Lambda Developer Guide, Define Lambda function handler in Python": module.function, a module by dots.
HANDLER = Form(
    r"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)+$",
    "a module and a function in it, dots between",
    "receipts.handler.handler",
)
ATTRIBUTE = Form(
    r"^[A-Za-z_][A-Za-z0-9_.-]*$", "letters, digits and _ . -, a letter or underscore first", "created_at"
)
VERSION = Form(r"^[0-9]{1,2}(\.[0-9]{1,2})?$", "a version, in quotes", '"17"')
INSTANCE_CLASS = Form(
    r"^db\.([a-z][a-z0-9]{1,9}\.[a-z0-9]{4,12}|serverless)$", "a DB instance class", "db.m7g.large"
)
NODE_TYPE = Form(
    r"^cache\.[a-z][a-z0-9]{1,9}\.[a-z0-9]{4,12}$", "a node type of ElastiCache", "cache.t4g.small"
)
# Source: "Application Auto Scaling User Guide, Scheduled scaling using cron expressions".
CRON = Form(
    r"^\S+( \S+){5}$", "six fields: minutes hours day-of-month month day-of-week year", "0 7 ? * MON-FRI *"
)
# A version in the table alone: what has a patch number, or is out of support, is none of EKS's.
KUBERNETES_VERSION = Form(
    rf"^({'|'.join(version.replace('.', r'[.]') for version in END_OF_SUPPORT)})$",
    f"a version that Amazon EKS supports ({', '.join(END_OF_SUPPORT)}), in quotes",
    f'"{max(END_OF_SUPPORT)}"',
)
# Source: "Amazon EC2 Instance Types Guide, Amazon EC2 instance type naming conventions".
INSTANCE_TYPE = Form(r"^[a-z][a-z0-9-]*[.][a-z0-9-]+$", "an instance type of Amazon EC2", "m7i.large")
ADD_ON_VERSION = Form(
    r"^v[0-9]+([.][0-9]+){2}-eksbuild[.][0-9]+$", "a version of an EKS add-on", "v0.8.0-eksbuild.2"
)
ROLE_ARN = Form(
    r"^arn:aws:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]{1,512}$",
    "the ARN of an IAM role",
    "arn:aws:iam::111111111111:role/platform",
)
# Source: "EventBridge Scheduler User Guide, Schedule types on EventBridge Scheduler".
SCHEDULE = Form(
    r"^(cron\(\S+( \S+){5}\)|rate\([1-9][0-9]{0,4} (minute|hour|day)s?\))$",
    "cron(…) with six fields, or rate(…) of minutes, hours or days",
    "cron(0 3 * * ? *)",
)

# Wider than /16 is no group of people that somebody knows.
ADDRESS_RANGE = Form(
    r"^([0-9]{1,3}\.){3}[0-9]{1,3}/(1[6-9]|2[0-9]|3[0-2])$",
    "an IPv4 address range of /16 to /32",
    "203.0.113.0/24",
)

FORMS = {form.pattern: form for form in list(globals().values()) if isinstance(form, Form)}
