"""Contract tests: what the monolith answered while its own tests ran, as examples that each service must go on giving."""

from analyzer.prove.contracts.files import Contracts, contracts_of, stands_alone

__all__ = ["Contracts", "contracts_of", "stands_alone"]
