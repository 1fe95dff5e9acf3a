"""What is asked for, and as whom; prepare.py says where it is."""

import secrets

from tests.bench.load import Target, request


def targets(facts: dict, port: int) -> list[Target]:
    """What is measured; the first is what all others are compared with."""

    token = secrets.token_hex(16)

    def cookies(who: str) -> dict[str, str]:
        """As a browser has them that was here before."""
        return {"Cookie": f"{facts['cookies'][who]}; csrftoken={token}"}

    def page(name: str, path: str, who: str = "") -> Target:
        headers = {"Accept-Language": "nb", **(cookies(who) if who else {})}
        return Target(name, [request("GET", path, port, headers=headers)])

    saving = {
        **cookies("trainee"), "X-CSRFToken": token, "Content-Type": "application/json",
        "Accept": "application/json", "Origin": f"http://localhost:{port}",
    }  # fmt: skip
    answers = [request("POST", facts["quiz"]["url"], port, headers=saving, body=body.encode()) for body in facts["quiz"]["bodies"]]
    return [
        page("bare Wagtail page", facts["bare"]),
        page("the same in our frame, signed in", facts["framed"], "trainee"),
        page("lesson page, signed in", facts["lesson"], "trainee"),
        page("your way", "/nb/", "trainee"),
        page("quiz question", facts["quiz"]["url"], "trainee"),
        Target("quiz answer saved", answers),
        page("inbox, 10 trainees", "/nb/inbox/", "few"),
        page("inbox, 10,000 trainees", "/nb/inbox/", "many"),
        page("rating, 20 lines", facts["ratings"][0], "few"),
        page("rating, 500 lines", facts["ratings"][1], "few"),
        page("verification page", f"/nb/verify/{facts['certificate']}/"),
        Target(
            "duty passport",
            [request("GET", f"/api/v1/duty/{facts['certificate']}", port, headers={"Authorization": f"Bearer {facts['key']}"})],
        ),
    ]
