"""KEDA watches the groups that do work, and asks for no more replicas than partitions."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from winnow import streams
from winnow.installed import installed_services
from winnow.messaging.topics import SIZES
from winnow.specs.write import create_with

Resource = dict[str, Any]


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    """Services that only work, with the topics they read.

    Those with HTTP routes of their own follow what happens, many records at a time.
    """
    data = tmp_path_factory.mktemp("data")
    services = [create_with(create, data) for create in installed_services().values()]
    return {
        (service.name, handler.reads.topic)
        for service in services
        if service.web is None
        for handler in service.handlers
    }


def scaled(resources: list[Resource]) -> list[Resource]:
    return [one for one in resources if one["kind"] == "ScaledObject"]


def test_all_work_is_scaled_and_nothing_else(
    resources: list[Resource], working: set[tuple[str, str]]
) -> None:
    watched = [
        (one["spec"]["scaleTargetRef"]["name"], trigger["metadata"]["topic"])
        for one in scaled(resources)
        for trigger in one["spec"]["triggers"]
    ]
    assert sorted(watched) == sorted(working)


def test_lag_is_that_of_the_group_in_which_the_service_reads(resources: list[Resource]) -> None:
    by_topic = {stream.topic: stream for stream in streams.ALL}
    for one in scaled(resources):
        for trigger in one["spec"]["triggers"]:
            name = one["spec"]["scaleTargetRef"]["name"]
            stream = by_topic[trigger["metadata"]["topic"]]
            assert name in stream.read_by
            assert trigger["metadata"]["consumerGroup"] == streams.group_of(name, stream)
            assert trigger["metadata"]["offsetResetPolicy"] == "earliest"


def test_no_replica_is_without_a_partition(resources: list[Resource]) -> None:
    [environment] = {
        one["data"]["WINNOW_ENVIRONMENT"] for one in resources if one["kind"] == "ConfigMap"
    }
    for one in scaled(resources):
        spec = one["spec"]
        assert spec["minReplicaCount"] <= spec["maxReplicaCount"] <= SIZES[environment].partitions


def test_what_is_scaled_has_no_fixed_number_of_replicas(
    resources: list[Resource], deployments: dict[str, Resource]
) -> None:
    names = {one["spec"]["scaleTargetRef"]["name"] for one in scaled(resources)}
    for name, deployment in deployments.items():
        assert ("replicas" in deployment["spec"]) == (name not in names)


def test_brokers_are_read_from_the_service_itself(
    resources: list[Resource], deployments: dict[str, Resource]
) -> None:
    configs = {one["metadata"]["name"]: one for one in resources if one["kind"] == "ConfigMap"}
    for one in scaled(resources):
        target = one["spec"]["scaleTargetRef"]
        [container] = deployments[target["name"]]["spec"]["template"]["spec"]["containers"]
        assert container["name"] == target["envSourceContainerName"]
        [config] = [each["configMapRef"] for each in container["envFrom"] if "configMapRef" in each]
        for trigger in one["spec"]["triggers"]:
            variable = trigger["metadata"]["bootstrapServersFromEnv"]
            assert variable in configs[config["name"]]["data"]


def test_keda_enters_as_the_services_do(resources: list[Resource]) -> None:
    config, *_ = [one["data"] for one in resources if one["kind"] == "ConfigMap"]
    security = config.get("WINNOW_KAFKA_SECURITY", "plaintext")
    triggers = [trigger for one in scaled(resources) for trigger in one["spec"]["triggers"]]
    for trigger in triggers:
        told = trigger["metadata"]
        assert (told.get("tls") == "enable") == security.endswith("tls")
        assert ("sasl" in told) == security.startswith("sasl_")
    if security.startswith("sasl_"):
        mechanism = config["WINNOW_KAFKA_MECHANISM"].lower().replace("-sha-", "_sha")
        [login] = [one for one in resources if one["kind"] == "TriggerAuthentication"]
        told = {one["parameter"]: one["key"] for one in login["spec"]["secretTargetRef"]}
        assert told["username"] == "WINNOW_KAFKA_USER"
        assert told["password"] == "WINNOW_KAFKA_PASSWORD"
        for trigger in triggers:
            assert trigger["metadata"]["sasl"] == mechanism
            assert trigger["authenticationRef"]["name"] == login["metadata"]["name"]


def test_torch_is_told_how_many_cores_it_has(
    ours: dict[str, Resource], deployments: dict[str, Resource], root: Path
) -> None:
    for name, deployment in deployments.items():
        project = tomllib.loads((root / f"services/{name}/pyproject.toml").read_text())["project"]
        [container] = deployment["spec"]["template"]["spec"]["containers"]
        if "embedding" in " ".join(project["dependencies"]):
            variables = {one["name"]: one for one in container["env"]}
            source = variables["OMP_NUM_THREADS"]["valueFrom"]["resourceFieldRef"]["resource"]
            assert source == "limits.cpu"
            assert "cpu" in container["resources"]["limits"]
        if "embedding" in " ".join(project["dependencies"]) or "optional-dependencies" in project:
            assert "OMP_NUM_THREADS" in ours[name]["environment"]


def test_ingest_has_room_for_all_its_workers_at_their_largest(
    deployments: dict[str, Resource],
) -> None:
    [container] = deployments["ingest"]["spec"]["template"]["spec"]["containers"]
    variables = {one["name"]: int(one["value"]) for one in container["env"]}
    workers = variables["WINNOW_INGEST_WORKERS"] * variables["WINNOW_INGEST_MAX_MEMORY_BYTES"]
    limit = container["resources"]["limits"]["memory"]
    assert limit.endswith("Gi")
    assert workers + 2**30 <= int(limit.removesuffix("Gi")) * 2**30
