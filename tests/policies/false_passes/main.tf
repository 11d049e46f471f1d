# One stack with everything in it that checkov passes by on cdktf's JSON, as a person would write it in HCL.
# `stack.py` beside it is the same stack as cdktf writes it; test_no_false_passes.py compares what is found in the two.

provider "aws" {
  region = "eu-west-1"
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_security_group" "open" {
  name   = "open"
  vpc_id = aws_vpc.main.id

  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
  ingress {
    from_port   = 3389
    to_port     = 3389
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
  ingress {
    from_port   = 80
    to_port     = 80
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_s3_bucket" "data" {
  bucket = "data"
}

resource "aws_iam_role" "task" {
  name = "task"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "*" } }]
  })
}

resource "aws_iam_role_policy" "escalation" {
  name = "escalation"
  role = aws_iam_role.task.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["iam:PassRole", "iam:AttachRolePolicy", "iam:CreatePolicyVersion", "lambda:CreateFunction", "lambda:InvokeFunction"], Resource = "*" }]
  })
}

resource "aws_iam_policy" "credentials" {
  name = "credentials"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["iam:CreateAccessKey", "sts:AssumeRole", "ecr:GetAuthorizationToken"], Resource = "*" }]
  })
}

resource "aws_iam_role_policy" "exfiltration" {
  name = "exfiltration"
  role = aws_iam_role.task.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "ssm:GetParameter", "secretsmanager:GetSecretValue"], Resource = "*" }]
  })
}

resource "aws_iam_user_policy" "exposure" {
  name = "exposure"
  user = "somebody"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:PutBucketPolicy", "ecr:SetRepositoryPolicy", "kms:CreateGrant", "s3:DeleteObject"], Resource = "*" }]
  })
}

resource "aws_iam_policy" "star" {
  name = "star"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }]
  })
}

resource "aws_s3_bucket_policy" "public" {
  bucket = aws_s3_bucket.data.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Principal = "*", Resource = "arn:aws:s3:::data/*" }]
  })
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
}

resource "aws_sqs_queue_policy" "public" {
  queue_url = aws_sqs_queue.orders.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sqs:*", Principal = "*", Resource = "*" }]
  })
}

resource "aws_kms_key" "key" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "kms:*", Principal = { AWS = "*" }, Resource = "*" }]
  })
}

resource "aws_ecr_repository" "images" {
  name = "images"
}

resource "aws_ecr_repository_policy" "public" {
  repository = aws_ecr_repository.images.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ecr:*", Principal = "*" }]
  })
}

resource "aws_ecs_task_definition" "task" {
  family = "task"
  container_definitions = jsonencode([
    { name = "web", image = "web:latest", readonlyRootFilesystem = false, privileged = true }
  ])
  volume {
    name = "data"
    efs_volume_configuration {
      file_system_id     = "fs-1"
      transit_encryption = "DISABLED"
    }
  }
}

resource "aws_dynamodb_table" "table" {
  name     = "table"
  hash_key = "id"
  attribute {
    name = "id"
    type = "S"
  }
  point_in_time_recovery {
    enabled = false
  }
}

resource "aws_lambda_function" "function" {
  function_name = "function"
  role          = aws_iam_role.task.arn
  environment {
    variables = {
      AWS_ACCESS_KEY_ID = "AKIAIOSFODNN7EXAMPLE"
    }
  }
}

resource "aws_instance" "machine" {
  ami           = "ami-1"
  instance_type = "t3.micro"
  metadata_options {
    http_tokens = "optional"
  }
  root_block_device {
    encrypted = false
  }
}

resource "aws_db_instance" "database" {
  engine              = "postgres"
  instance_class      = "db.t4g.micro"
  publicly_accessible = true
}

resource "aws_lb" "web" {
  name            = "web"
  security_groups = [aws_security_group.open.id]
}

resource "aws_lb_listener" "web" {
  load_balancer_arn = aws_lb.web.arn
  port              = 80
  protocol          = "HTTP"
  default_action {
    type             = "forward"
    target_group_arn = "arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/web/1"
  }
}

resource "aws_cloudwatch_log_group" "logs" {
  name = "/dev/web"
}
