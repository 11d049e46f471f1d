"""Every mistake has its sentence: place, what was found, what is allowed, what to do."""

# ruff: noqa: E501  # a sentence stays in one piece

from __future__ import annotations

from typing import Any

import pytest

DEV = "environments/dev.yaml"
ORDERS = "apps/orders/service.yaml"
ENVIRONMENT = """\
name: dev
account: "111111111111"
region: eu-west-1
zones: [eu-west-1a, eu-west-1b]
"""
SERVICE = "name: orders\nteam: sales\n"

ENVIRONMENTS: dict[str, tuple[str | bytes, str]] = {
    "unknown key": (
        ENVIRONMENT + "regoin: eu-west-1\n",
        "environments/dev.yaml:5 regoin: no such key. Did you mean region?",
    ),
    "unknown key like none": (
        ENVIRONMENT + "weather: wet\n",
        "environments/dev.yaml:5 weather: no such key. Known here: name, account, region, zones, network, domain, zone_id, testers, protect, size, budget, alarms, repository, edge, firewall, cluster, github, cloud.",
    ),
    "testers all over the world": (
        ENVIRONMENT + "testers: [0.0.0.0/0]\n",
        "environments/dev.yaml:5 testers[0]: 0.0.0.0/0 does not fit. Use an IPv4 address range of /16 to /32, for example 203.0.113.0/24.",
    ),
    "testers from the middle of a range": (
        ENVIRONMENT + "testers: [203.0.113.7/24]\n",
        "environments/dev.yaml:5 testers[0]: 203.0.113.7/24 does not begin at the first address of a range. Use one such as 203.0.113.0/24.",
    ),
    "a repository of github without its owner": (
        ENVIRONMENT + "github: {repository: infrastructure}\n",
        "environments/dev.yaml:5 github.repository: infrastructure does not fit. Use a repository of GitHub, its owner in front, for example example/shop-infrastructure.",
    ),
    "account as a number": (
        ENVIRONMENT.replace('"111111111111"', "111111111111"),
        'environments/dev.yaml:2 account: 111111111111 is a number, not text. Put it in quotes: "111111111111".',
    ),
    "account with zeros as a number": (
        ENVIRONMENT.replace('"111111111111"', "000000000012"),
        'environments/dev.yaml:2 account: 000000000012 is a number, not text. Put it in quotes: "000000000012".',
    ),
    "account too short": (
        ENVIRONMENT.replace("111111111111", "1111"),
        'environments/dev.yaml:2 account: "1111" does not fit. Use the 12 digits of an AWS account id, in quotes, for example "111111111111".',
    ),
    "empty file": (
        "",
        "environments/dev.yaml: the file is empty. Copy another one of its kind and change it.",
    ),
    "only a comment": (
        "# later\n",
        "environments/dev.yaml: the file is empty. Copy another one of its kind and change it.",
    ),
    "a list": (
        "- name: dev\n",
        "environments/dev.yaml:1: found a list where keys with values belong. Write lines such as key: value.",
    ),
    "a word": (
        "dev\n",
        "environments/dev.yaml:1: found text where keys with values belong. Write lines such as key: value.",
    ),
    "open bracket": (
        "zones: [eu-west-1a\n",
        "environments/dev.yaml:2: this is not YAML: expected ',' or ']', but got '<stream end>', in what begins at line 1. Close the bracket.",
    ),
    "open quotes": (
        'name: "dev\n',
        "environments/dev.yaml:2: this is not YAML: found unexpected end of stream, in what begins at line 1. Close the quotes.",
    ),
    "two colons": (
        "name: dev: prod\n",
        "environments/dev.yaml:1: this is not YAML: mapping values are not allowed here. Put text that has a colon in quotes.",
    ),
    "a tab": (
        "name: dev\nnetwork:\n\tnat: none\n",
        "environments/dev.yaml:3: this is not YAML: found character '\\t' that cannot start any token. Indent with spaces, not tabs.",
    ),
    "two documents": (
        "name: dev\n---\nname: prod\n",
        "environments/dev.yaml:2: this is not YAML: but found another document, in what begins at line 1. Keep one; take the line --- out.",
    ),
    "uneven indentation": (
        "network:\n  nat: none\n   cidr: 10.0.0.0/16\n",
        "environments/dev.yaml:3: this is not YAML: mapping values are not allowed here. Put text that has a colon in quotes.",
    ),
    "not UTF-8": (
        b"name: dev\n# caf\xe9\n",
        "environments/dev.yaml:2: the file is not UTF-8. Save it as UTF-8.",
    ),
    "a control character": (
        "name: dev\n# \x07\n",
        "environments/dev.yaml:2: there is a control character. Take it out.",
    ),
    "too deep": ("[" * 500, "environments/dev.yaml: too deeply nested. Write it with fewer levels."),
    "an alias of itself": (
        "name: &name [*name]\n",
        "environments/dev.yaml:1 name[0]: is an alias of what it stands in. Write the value out.",
    ),
    "unknown alias": (
        "name: *name\n",
        "environments/dev.yaml:1: this is not YAML: found undefined alias 'name'. Mend this line or the one above.",
    ),
    "a tag": (
        "name: !!python/object dev\n",
        "environments/dev.yaml:1 name: has a tag (!…). Take the tag out; plain values are enough.",
    ),
    "merge key": (
        "<<: {name: dev}\n",
        "environments/dev.yaml:1 <<: merge keys are not read. Write the keys out.",
    ),
    "a list as a key": (
        "[a, b]: c\n",
        "environments/dev.yaml:1: has a key that is a list or a group. Use a name as the key.",
    ),
    "yes": (
        ENVIRONMENT + "protect: yes\n",
        "environments/dev.yaml:5 protect: yes is text, not true or false. Use true, without quotes.",
    ),
    "true in quotes": (
        ENVIRONMENT + 'protect: "true"\n',
        'environments/dev.yaml:5 protect: "true" is text, not true or false. Use true, without quotes.',
    ),
    "one for true": (
        ENVIRONMENT + "protect: 1\n",
        "environments/dev.yaml:5 protect: 1 is not true or false. Use one of the two.",
    ),
    "true as a name": (
        ENVIRONMENT.replace("name: dev", "name: true"),
        'environments/dev.yaml:1 name: true is true or false, not text. Put it in quotes: "true".',
    ),
    "unknown size": (
        ENVIRONMENT + "size: tiny\n",
        "environments/dev.yaml:5 size: tiny is not allowed. Use small, medium or large.",
    ),
    "unknown NAT": (
        ENVIRONMENT + "network: {nat: two}\n",
        "environments/dev.yaml:5 network.nat: two is not allowed. Use none, single or per_zone.",
    ),
    "a range for the network": (
        ENVIRONMENT + "network: 10.0.0.0/16\n",
        "environments/dev.yaml:5 network: 10.0.0.0/16 is not a group of keys with values. Use one, for example network: {cidr: 10.20.0.0/16, nat: single}.",
    ),
    "empty network": (
        ENVIRONMENT + "network:\n",
        "environments/dev.yaml:5 network: is empty. Give it a value, for example network: {cidr: 10.20.0.0/16, nat: single}, or take it out.",
    ),
    "range without a size": (
        ENVIRONMENT + "network: {cidr: 10.20.0.0}\n",
        "environments/dev.yaml:5 network.cidr: 10.20.0.0 has no size. Use a range such as 10.20.0.0/16.",
    ),
    "range that begins inside": (
        ENVIRONMENT + "network: {cidr: 10.20.0.5/16}\n",
        "environments/dev.yaml:5 network.cidr: 10.20.0.5/16 does not begin at its first address. Use 10.20.0.0/16.",
    ),
    "public range": (
        ENVIRONMENT + "network: {cidr: 8.8.0.0/16}\n",
        "environments/dev.yaml:5 network.cidr: 8.8.0.0/16 is not private. Use a range inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.",
    ),
    "range too large": (
        ENVIRONMENT + "network: {cidr: 10.0.0.0/8}\n",
        "environments/dev.yaml:5 network.cidr: 10.0.0.0/8 has a size that AWS refuses. Use /16 to /28.",
    ),
    "range too small": (
        ENVIRONMENT + "network: {cidr: 10.20.0.0/26}\n",
        "environments/dev.yaml:5 network.cidr: 10.20.0.0/26 has no room for three subnets in each of 2 zones. Use /16 to /23.",
    ),
    "range of another family": (
        ENVIRONMENT + "network: {cidr: 'fd00::/56'}\n",
        'environments/dev.yaml:5 network.cidr: "fd00::/56" is not an IPv4 address range. Use one such as 10.20.0.0/16.',
    ),
    "number as a range": (
        ENVIRONMENT + "network: {cidr: 16}\n",
        "environments/dev.yaml:5 network.cidr: 16 is not an address range. Use one such as 10.20.0.0/16.",
    ),
    "overlapping range": (
        ENVIRONMENT + "network:\n  cidr: 10.40.128.0/20\n",
        "environments/dev.yaml:6 network.cidr: 10.40.128.0/20 overlaps 10.40.0.0/16 of prod (environments/prod.yaml:5), so that the two networks could not be connected. Use a range of its own, for example 10.0.0.0/20.",
    ),
    "zone of another region": (
        ENVIRONMENT.replace("eu-west-1b", "us-east-1b"),
        "environments/dev.yaml:4 zones[1]: us-east-1b is not in the region eu-west-1. Use zones such as eu-west-1a.",
    ),
    "one zone": (
        ENVIRONMENT.replace(", eu-west-1b", ""),
        "environments/dev.yaml:4 zones: the list has 1 entry. Give 2 to 6.",
    ),
    "a zone twice": (
        ENVIRONMENT.replace("eu-west-1b", "eu-west-1a"),
        "environments/dev.yaml:4 zones[1]: eu-west-1a stands here twice. Name each zone once.",
    ),
    "zones that are no list": (
        ENVIRONMENT.replace("[eu-west-1a, eu-west-1b]", "eu-west-1a"),
        "environments/dev.yaml:4 zones: eu-west-1a is not a list. Put it in brackets: [eu-west-1a].",
    ),
    "a letter for a zone": (
        ENVIRONMENT.replace("eu-west-1b", "b"),
        "environments/dev.yaml:4 zones[1]: b does not fit. Use availability zones, each a region's name and a letter, for example eu-west-1a.",
    ),
    "unknown region": (
        ENVIRONMENT.replace("region: eu-west-1", "region: europe"),
        "environments/dev.yaml:3 region: europe does not fit. Use a region of the AWS partition aws, for example eu-west-1.",
    ),
    "another partition": (
        ENVIRONMENT.replace("eu-west-1", "cn-north-1"),
        "environments/dev.yaml:3 region: cn-north-1 does not fit. Use a region of the AWS partition aws, for example eu-west-1.",
    ),
    "capitals in the name": (
        ENVIRONMENT.replace("name: dev", "name: Dev"),
        "environments/dev.yaml:1 name: Dev does not fit. Use 2 to 10 small letters and digits, a letter first, for example dev.",
    ),
    "another name than the file": (
        ENVIRONMENT.replace("name: dev", "name: test"),
        "environments/dev.yaml:1 name: test is not the file's name, dev. Give both the same name.",
    ),
    "name too long": (
        ENVIRONMENT.replace("name: dev", "name: development"),
        "environments/dev.yaml:1 name: development does not fit. Use 2 to 10 small letters and digits, a letter first, for example dev.",
    ),
    "budget of nothing": (
        ENVIRONMENT + "budget: {monthly_usd: 0, email: a@example.com}\n",
        "environments/dev.yaml:5 budget.monthly_usd: 0 is too small. Use 1 or more.",
    ),
    "budget for nobody": (
        ENVIRONMENT + "budget: {monthly_usd: 5, email: me}\n",
        "environments/dev.yaml:5 budget.email: me does not fit. Use an email address, for example platform@example.com.",
    ),
    "hosted zone without a domain": (
        ENVIRONMENT + "zone_id: Z123\n",
        "environments/dev.yaml:5 zone_id: has no domain beside it. Add domain, or take it out.",
    ),
    "domain with capitals": (
        ENVIRONMENT + "domain: Example.com\n",
        "environments/dev.yaml:5 domain: Example.com does not fit. Use a domain in small letters, for example dev.example.com.",
    ),
    "empty required key": (
        ENVIRONMENT.replace("region: eu-west-1", "region:"),
        "environments/dev.yaml:3 region: is empty. Give it a value, for example region: eu-west-1.",
    ),
}

SERVICES: dict[str, tuple[str, str]] = {
    "memory that does not go with cpu": (
        SERVICE + "cpu: 256\nmemory: 4096\n",
        "apps/orders/service.yaml:4 memory: 4096 does not go with cpu 256. Use 512, 1024 or 2048 (MiB), or raise cpu to 512.",
    ),
    "memory between the steps": (
        SERVICE + "cpu: 8192\nmemory: 17408\n",
        "apps/orders/service.yaml:4 memory: 17408 does not go with cpu 8192. Use 16384 to 61440 in steps of 4096 (MiB), or lower cpu to 4096.",
    ),
    "memory of a smaller cpu": (
        SERVICE + "cpu: 1024\nmemory: 512\n",
        "apps/orders/service.yaml:4 memory: 512 does not go with cpu 1024. Use 2048 to 8192 in steps of 1024 (MiB), or lower cpu to 256.",
    ),
    "a job that says both kinds of day": (
        SERVICE + 'jobs: {nightly: {schedule: "cron(0 3 * * MON *)", command: [run]}}\n',
        "apps/orders/service.yaml:3 jobs.nightly.schedule: cron(0 3 * * MON *) gives day-of-month and day-of-week. Put ? for one of the two.",
    ),
    "a job every one hours": (
        SERVICE + 'jobs: {hourly: {schedule: "rate(1 hours)", command: [run]}}\n',
        "apps/orders/service.yaml:3 jobs.hourly.schedule: rate(1 hours) is not how it is written. Use rate(1 hour).",
    ),
    "a job without a kind of schedule": (
        SERVICE + 'jobs: {nightly: {schedule: "0 3 * * ? *", command: [run]}}\n',
        'apps/orders/service.yaml:3 jobs.nightly.schedule: "0 3 * * ? *" does not fit. Use cron(…) with six fields, or rate(…) of minutes, hours or days, for example cron(0 3 * * ? *).',
    ),
    "a job of pods on a day that cron does not know": (
        SERVICE + 'runtime: eks\njobs: {nightly: {schedule: "cron(0 3 L * ? *)", command: [run]}}\n',
        "apps/orders/service.yaml:4 jobs.nightly.schedule: cron(0 3 L * ? *): day of the month L, the last day by the calendar, means nothing to a CronJob. Use days that every month has, 1 to 28, and let the command look at the date.",
    ),
    "a job of pods without a command": (
        SERVICE + 'runtime: eks\njobs: {nightly: {schedule: "rate(1 day)"}}\n',
        "apps/orders/service.yaml:4 jobs.nightly.command: is missing: nightly has nothing to run. Add it, for example [python, -m, nightly].",
    ),
    "a job of a task without a command": (
        SERVICE + 'jobs: {nightly: {schedule: "rate(1 day)"}}\n',
        "apps/orders/service.yaml:3 jobs.nightly.command: is missing: nightly has nothing to run. Add it, for example [python, -m, nightly].",
    ),
    "a job of a function with a command": (
        SERVICE + 'runtime: lambda\njobs: {nightly: {schedule: "rate(1 day)", command: [run]}}\n',
        'apps/orders/service.yaml:4 jobs.nightly.command: does not go with runtime lambda: the function gets {"job": "nightly"}. Take it out.',
    ),
    "messages of no queue": (
        SERVICE + "scale: {messages_per_task: 50}\n",
        "apps/orders/service.yaml:3 scale.messages_per_task: counts messages, and this service has no queues. Add queues, or take it out.",
    ),
    "messages for tasks that are not there": (
        SERVICE + "queues: {mails: {}}\nscale: {min: 0, messages_per_task: 50}\n",
        "apps/orders/service.yaml:4 scale.messages_per_task: counts messages for each task, and with min 0 there may be none. Use min 1 or more.",
    ),
    "a linear step that is too small for ecs": (
        SERVICE + "deploy: {strategy: linear, percent: 2}\n",
        "apps/orders/service.yaml:3 deploy.percent: 2 is too small a step for linear on ecs. Use 3 to 100, or strategy: canary.",
    ),
    "unknown cpu": (
        SERVICE + "cpu: 300\n",
        "apps/orders/service.yaml:3 cpu: 300 is not allowed. Use 256, 512, 1024, 2048, 4096, 8192 or 16384.",
    ),
    "unknown key": (
        SERVICE + "memmory: 512\n",
        "apps/orders/service.yaml:3 memmory: no such key. Did you mean memory?",
    ),
    "key in the wrong place": (
        SERVICE + "tables: {a: {hash_key: id}}\n",
        "apps/orders/service.yaml:3 tables: no such key here. Did you mean data.tables?",
    ),
    "key twice": (
        SERVICE + "team: other\n",
        "apps/orders/service.yaml:3 team: stands here a second time, first at line 2. Keep one of the two.",
    ),
    "port in quotes": (
        SERVICE + 'port: "8080"\n',
        'apps/orders/service.yaml:3 port: "8080" is text, not a number. Take the quotes off: 8080.',
    ),
    "port as a word": (
        SERVICE + "port: http\n",
        "apps/orders/service.yaml:3 port: http is not a whole number. Use one, for example port: 8080.",
    ),
    "true for a port": (
        SERVICE + "port: true\n",
        "apps/orders/service.yaml:3 port: true is not a whole number. Use one, for example port: 8080.",
    ),
    "no port": (
        SERVICE + "port:\n",
        "apps/orders/service.yaml:3 port: is empty. Give it a value, for example port: 8080, or take it out.",
    ),
    "half a port": (
        SERVICE + "port: 8080.5\n",
        "apps/orders/service.yaml:3 port: 8080.5 is not a whole number. Use one, for example port: 8080.",
    ),
    "port out of range": (
        SERVICE + "port: 70000\n",
        "apps/orders/service.yaml:3 port: 70000 is too large. Use 1 to 65535.",
    ),
    "a number too long to read": (
        SERVICE + f"port: {'9' * 5000}\n",
        "apps/orders/service.yaml:3 port: 99999999999999999999999999999999999999999999999999999999999… is not a whole number. Use one, for example port: 8080.",
    ),
    "a route that is no list": (
        SERVICE + "routes: /api\n",
        "apps/orders/service.yaml:3 routes: /api is not a list. Put it in brackets: [/api].",
    ),
    "a route without a slash": (
        SERVICE + "routes: [api/orders]\n",
        "apps/orders/service.yaml:3 routes[0]: api/orders does not fit. Use a path of up to 8 parts that begins with / and does not end with one, in letters, digits and - _ . ~, for example /api/catalog.",
    ),
    "a route that goes up": (
        SERVICE + "routes: [/api/../admin]\n",
        "apps/orders/service.yaml:3 routes[0]: /api/../admin does not fit. Use a path of up to 8 parts that begins with / and does not end with one, in letters, digits and - _ . ~, for example /api/catalog.",
    ),
    "a wildcard route": (
        SERVICE + "routes: [/api/*]\n",
        "apps/orders/service.yaml:3 routes[0]: /api/* does not fit. Use a path of up to 8 parts that begins with / and does not end with one, in letters, digits and - _ . ~, for example /api/catalog.",
    ),
    "a route twice": (
        SERVICE + "routes: [/api, /api]\n",
        "apps/orders/service.yaml:3 routes[1]: /api stands here twice. Keep one.",
    ),
    "too many routes": (
        SERVICE + "routes: [/a, /b, /c, /d, /e, /f]\n",
        "apps/orders/service.yaml:3 routes: the list has more than 5 entries. Give 5 at the most.",
    ),
    "health without a slash": (
        SERVICE + "health: ready\n",
        "apps/orders/service.yaml:3 health: ready does not fit. Use a path of up to 8 parts that begins with / and does not end with one, in letters, digits and - _ . ~, for example /api/catalog.",
    ),
    "table with capitals": (
        SERVICE + "data: {tables: {My-Table: {hash_key: id}}}\n",
        "apps/orders/service.yaml:3 data.tables.My-Table: My-Table as a name does not fit. Use small letters and digits, a letter first, single underscores between them, for example order_items.",
    ),
    "table without a key": (
        SERVICE + "data: {tables: {products: {}}}\n",
        "apps/orders/service.yaml:3 data.tables.products.hash_key: is missing. Partition key, a string. Add it, for example hash_key: id.",
    ),
    "table of nothing": (
        SERVICE + "data: {tables: {products: }}\n",
        "apps/orders/service.yaml:3 data.tables.products: is empty. Give it a value, for example products: {hash_key: id}, or take it out.",
    ),
    "index name too short": (
        SERVICE + "data: {tables: {products: {hash_key: id, indexes: {ab: {hash_key: x}}}}}\n",
        "apps/orders/service.yaml:3 data.tables.products.indexes.ab: ab as a name is too short. Use 3 characters or more.",
    ),
    "one attribute for both keys": (
        SERVICE + "data: {tables: {products: {hash_key: id, range_key: id}}}\n",
        "apps/orders/service.yaml:3 data.tables.products.range_key: id is the hash_key too. Use another attribute.",
    ),
    "a key that expires": (
        SERVICE + "data: {tables: {products: {hash_key: id, ttl: id}}}\n",
        "apps/orders/service.yaml:3 data.tables.products.ttl: id is a hash_key too, and keys are text. Use another attribute, a number.",
    ),
    "buckets as a list": (
        SERVICE + "data: {buckets: [images]}\n",
        "apps/orders/service.yaml:3 data.buckets: the list is not a group of keys with values. Use one, for example buckets: {images: {}}.",
    ),
    "bucket name too long": (
        SERVICE + "data: {buckets: {a_very_long_bucket_name: {}}}\n",
        "apps/orders/service.yaml:3 data.buckets.a_very_long_bucket_name: a_very_long_bucket_name as a name has 23 characters. Use 20 at the most.",
    ),
    "unknown database": (
        SERVICE + "data: {database: {engine: mongo}}\n",
        "apps/orders/service.yaml:3 data.database.engine: mongo is not allowed. Use postgres, mysql, mariadb, aurora-postgresql, aurora-mysql, oracle or sqlserver.",
    ),
    "queue with a hyphen": (
        SERVICE + "queues: {my-queue: {}}\n",
        "apps/orders/service.yaml:3 queues.my-queue: my-queue as a name does not fit. Use small letters and digits, a letter first, single underscores between them, for example order_items.",
    ),
    "too many receives": (
        SERVICE + "queues: {jobs: {max_receives: 5000}}\n",
        "apps/orders/service.yaml:3 queues.jobs.max_receives: 5000 is too large. Use 1 to 1000.",
    ),
    "min above max": (
        SERVICE + "scale: {min: 5, max: 2}\n",
        "apps/orders/service.yaml:3 scale.min: 5 is more than max 2. Lower min, or raise max.",
    ),
    "negative min": (
        SERVICE + "scale: {min: -1}\n",
        "apps/orders/service.yaml:3 scale.min: -1 is too small. Use 0 to 1000.",
    ),
    "cron with both days": (
        SERVICE + "scale: {schedule: [{cron: '0 7 * * * *', min: 1, max: 2}]}\n",
        "apps/orders/service.yaml:3 scale.schedule[0].cron: 0 7 * * * * gives day-of-month and day-of-week. Put ? for one of the two.",
    ),
    "cron of five fields": (
        SERVICE + "scale: {schedule: [{cron: '0 7 * * ?', min: 1, max: 2}]}\n",
        'apps/orders/service.yaml:3 scale.schedule[0].cron: "0 7 * * ?" does not fit. Use six fields: minutes hours day-of-month month day-of-week year, for example 0 7 ? * MON-FRI *.',
    ),
    "percent without a strategy": (
        SERVICE + "deploy: {percent: 10}\n",
        "apps/orders/service.yaml:3 deploy.percent: means nothing without strategy. Add strategy: canary, or take percent out.",
    ),
    "strategy for deploy": (
        SERVICE + "deploy: canary\n",
        "apps/orders/service.yaml:3 deploy: canary is not a group of keys with values. Use one, for example deploy: {strategy: rolling}.",
    ),
    "unknown strategy": (
        SERVICE + "deploy: {strategy: big_bang}\n",
        "apps/orders/service.yaml:3 deploy.strategy: big_bang is not allowed. Use rolling, blue_green, canary or linear.",
    ),
    "unknown runtime": (
        SERVICE + "runtime: Lambda\n",
        "apps/orders/service.yaml:3 runtime: Lambda is not allowed. Use ecs, eks, lambda or static.",
    ),
    "command as one string": (
        SERVICE + "command: node server.js\n",
        "apps/orders/service.yaml:3 command: node server.js is not a list. Put it in brackets: [node, server.js].",
    ),
    "secret with capitals": (
        SERVICE + "secrets: [API_KEY]\n",
        "apps/orders/service.yaml:3 secrets[0]: API_KEY does not fit. Use small letters and digits, a letter first, single underscores between them, for example order_items.",
    ),
    "secret with the name of a variable": (
        SERVICE + "secrets: [port]\n",
        "apps/orders/service.yaml:3 secrets[0]: every container has a variable PORT. Use another name.",
    ),
    "secret and variable with one name": (
        SERVICE + "secrets: [key]\nenvironment: {KEY: x}\n",
        "apps/orders/service.yaml:4 environment.KEY: KEY is set by the secret key already. Use another name.",
    ),
    "number as a variable": (
        SERVICE + "environment: {PAGE_SIZE: 50}\n",
        'apps/orders/service.yaml:3 environment.PAGE_SIZE: 50 is a number, not text. Put it in quotes: "50".',
    ),
    "true as a variable": (
        SERVICE + "environment: {DEBUG: true}\n",
        'apps/orders/service.yaml:3 environment.DEBUG: true is true or false, not text. Put it in quotes: "true".',
    ),
    "variable in small letters": (
        SERVICE + "environment: {page: x}\n",
        "apps/orders/service.yaml:3 environment.page: page as a name does not fit. Use capitals, digits and underscores, a letter first, as variables are named, for example PAGE_SIZE.",
    ),
    "call to a service that does not exist": (
        SERVICE + "calls: [quotes]\n",
        "apps/orders/service.yaml:3 calls[0]: there is no service quotes. Add its folder, or take it out.",
    ),
    "call to itself": (
        SERVICE + "calls: [orders]\n",
        "apps/orders/service.yaml:3 calls[0]: orders is this service itself. Take it out.",
    ),
    "reserved name": (
        "name: network\nteam: sales\n",
        "apps/orders/service.yaml:1 name: network is the name of another stack. Use another name.",
    ),
    "another name than the folder": (
        "name: order\nteam: sales\n",
        "apps/orders/service.yaml:1 name: order is not the folder's name, orders. Give both the same name.",
    ),
    "name too long": (
        "name: orders-of-all-our-customers\nteam: sales\n",
        "apps/orders/service.yaml:1 name: orders-of-all-our-customers has 27 characters. Use 20 at the most.",
    ),
    "no name": (
        "team: sales\n",
        "apps/orders/service.yaml:1 name: is missing. The service's name, the same as its folder's: small letters, digits, single hyphens; 2 to 20 characters. Add it, for example name: catalog.",
    ),
    "unknown environment": (
        SERVICE + "environments:\n  prd: {cpu: 512}\n",
        "apps/orders/service.yaml:4 environments.prd: there is no environment prd. Did you mean prod?",
    ),
    "overrides as a list": (
        SERVICE + "environments: [prod]\n",
        "apps/orders/service.yaml:3 environments: is not a group of environments. Use one, for example environments: {prod: {cpu: 1024}}.",
    ),
    "override that is a number": (
        SERVICE + "environments: {prod: 5}\n",
        "apps/orders/service.yaml:3 environments.prod: is not a group of keys with values. Use one, for example prod: {cpu: 1024}.",
    ),
    "unknown key in an override": (
        SERVICE + "environments:\n  prod:\n    cpuu: 512\n",
        "apps/orders/service.yaml:5 environments.prod.cpuu: no such key. Did you mean cpu?",
    ),
    "override of the name": (
        SERVICE + "environments: {prod: {name: orders}}\n",
        "apps/orders/service.yaml:3 environments.prod.name: a service has the same name everywhere. Take it out.",
    ),
}


@pytest.mark.parametrize(("content", "sentence"), ENVIRONMENTS.values(), ids=ENVIRONMENTS)
def test_a_mistake_in_an_environment_is_told_in_one_sentence(
    repository: Any, content: str | bytes, sentence: str
) -> None:
    problems = repository.problems({DEV: content})

    assert problems == [sentence]


@pytest.mark.parametrize(("content", "sentence"), SERVICES.values(), ids=SERVICES)
def test_a_mistake_in_a_manifest_is_told_in_one_sentence(
    repository: Any, content: str, sentence: str
) -> None:
    problems = repository.problems({ORDERS: content})

    assert problems == [sentence]


def test_all_mistakes_of_a_file_are_told_at_once_in_its_order(repository: Any) -> None:
    manifest = SERVICE + "memmory: 512\nport: 70000\ncpu: 300\nscale: {min: 9, max: 2}\nsecrets: [port]\n"

    problems = repository.problems({ORDERS: manifest})

    assert problems == [
        f"{ORDERS}:3 memmory: no such key. Did you mean memory?",
        f"{ORDERS}:4 port: 70000 is too large. Use 1 to 65535.",
        f"{ORDERS}:5 cpu: 300 is not allowed. Use 256, 512, 1024, 2048, 4096, 8192 or 16384.",
        f"{ORDERS}:6 scale.min: 9 is more than max 2. Lower min, or raise max.",
        f"{ORDERS}:7 secrets[0]: every container has a variable PORT. Use another name.",
    ]


def test_a_wrong_key_does_not_hide_a_rule_over_other_keys(repository: Any) -> None:
    problems = repository.problems({ORDERS: SERVICE + "port: http\ncpu: 256\nmemory: 4096\n"})

    assert problems == [
        f"{ORDERS}:3 port: http is not a whole number. Use one, for example port: 8080.",
        f"{ORDERS}:5 memory: 4096 does not go with cpu 256. Use 512, 1024 or 2048 (MiB), or raise cpu to 512.",
    ]


def test_a_rule_is_not_judged_with_the_default_of_a_key_that_is_wrong(repository: Any) -> None:
    problems = repository.problems({ORDERS: SERVICE + "cpu: lots\nmemory: 4096\n"})

    assert problems == [
        f"{ORDERS}:3 cpu: lots is not allowed. Use 256, 512, 1024, 2048, 4096, 8192 or 16384."
    ]


def test_a_missing_key_says_what_it_means_and_how_to_write_it(repository: Any) -> None:
    problems = repository.problems({DEV: "name: dev\n"})

    assert problems == [
        f"{DEV}:1 account: is missing. AWS account id: 12 digits, in quotes, because a number would lose its zeros."
        ' Add it, for example account: "111111111111".',
        f"{DEV}:1 region: is missing. AWS region. Add it, for example region: eu-west-1.",
        f"{DEV}:1 zones: is missing. Availability zones of the region, 2 to 6; a load balancer needs two."
        " Add it, for example zones: [eu-west-1a, eu-west-1b].",
    ]


def test_keys_that_stand_twice_are_all_told(repository: Any) -> None:
    problems = repository.problems({DEV: "name: dev\nname: prod\nnetwork:\n  nat: none\n  nat: single\n"})

    assert problems == [
        f"{DEV}:2 name: stands here a second time, first at line 1. Keep one of the two.",
        f"{DEV}:5 network.nat: stands here a second time, first at line 4. Keep one of the two.",
    ]


def test_mistakes_of_several_services_are_told_together(repository: Any) -> None:
    problems = repository.problems(
        {ORDERS: SERVICE + "port: 0\n", "apps/quotes/service.yaml": "name: quotes\nteam: sales\nport: -1\n"}
    )

    assert problems == [
        f"{ORDERS}:3 port: 0 is too small. Use 1 to 65535.",
        "apps/quotes/service.yaml:3 port: -1 is too small. Use 1 to 65535.",
    ]
