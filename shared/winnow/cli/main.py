"""winnow: run the system, submit documents, read results, clear the queue."""

import typer

from winnow.cli import (
    ask,
    budgets,
    cache,
    calibrate,
    compare,
    costs,
    dead_letters,
    doctor,
    evaluate,
    examples,
    guard,
    ladder,
    migrate,
    models,
    questions,
    results,
    retrieval,
    review,
    submit,
    topics,
    tune,
    tuning,
    up,
)

app = typer.Typer(
    name="winnow",
    help="Turn documents into checked JSON.\n\n"
    "Start the system with `winnow up`, send it files with `winnow submit FOLDER --wait`, read "
    "finished documents with `winnow results --follow`, clear what needs a person with "
    "`winnow review`, and ask your documents with `winnow ask`. Payload goes to stdout, progress "
    "to stderr; `--json` is for programs.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command("up")(up.up)
app.command("demo")(up.demo)
app.command("submit")(submit.submit)
app.command("results")(results.results)
app.command("ask")(ask.ask)
app.command("evaluate")(evaluate.evaluate)
app.command("calibrate")(calibrate.calibrate)
app.command("compare")(compare.compare)
app.command("tune")(tune.tune)
app.command("costs")(costs.costs)
app.command("doctor")(doctor.doctor)
app.command("migrate")(migrate.migrate)
app.add_typer(budgets.app, name="budgets")
app.add_typer(retrieval.app, name="retrieval")
app.add_typer(review.app, name="review")
app.add_typer(cache.app, name="cache")
app.add_typer(ladder.app, name="ladder")
app.add_typer(models.app, name="models")
app.add_typer(examples.app, name="examples")
app.add_typer(guard.app, name="guard")
app.add_typer(questions.app, name="questions")
app.add_typer(topics.app, name="topics")
app.add_typer(tuning.app, name="tuning")
app.add_typer(dead_letters.app, name="dead-letters")

if __name__ == "__main__":
    app()
