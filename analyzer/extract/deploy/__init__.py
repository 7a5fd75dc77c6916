"""Everything around the services: gateway, containers, cluster, interfaces, pipelines, ownership of tables."""

from analyzer.extract.deploy.context import deploy_context
from analyzer.extract.deploy.files import deploy_files

__all__ = ["deploy_context", "deploy_files"]
