"""The classes that are Flask applications, blueprints, APIs and command groups, by full dotted name."""

APP = "app"
BLUEPRINT = "blueprint"
API = "api"
NAMESPACE = "namespace"
COMMANDS = "commands"

KINDS: dict[str, frozenset[str]] = {
    APP: frozenset({"flask.Flask", "flask.app.Flask", "apiflask.APIFlask", "flask_openapi3.OpenAPI", "quart.Quart", "connexion.FlaskApp"}),
    BLUEPRINT: frozenset(
        {
            "flask.Blueprint",
            "flask.blueprints.Blueprint",
            "flask_smorest.Blueprint",
            "apiflask.APIBlueprint",
            "flask_openapi3.APIBlueprint",
            "quart.Blueprint",
        }
    ),
    API: frozenset({"flask_restful.Api", "flask_restx.Api", "flask_restx.api.Api", "flask_restplus.Api", "flask_rebar.Rebar"}),
    NAMESPACE: frozenset({"flask_restx.Namespace", "flask_restx.namespace.Namespace", "flask_restplus.Namespace"}),
    COMMANDS: frozenset({"flask.cli.AppGroup"}),
}

MAKERS = {(API, "namespace"): NAMESPACE}

VERBS = frozenset({"get", "post", "put", "patch", "delete"})
FRAMEWORK = "flask"
