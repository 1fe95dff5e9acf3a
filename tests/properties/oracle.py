"""What must never happen, in plain words about a house that stands there. Knows nothing of the rules that should prevent it."""

from datetime import timedelta

from tests.properties.house import House, Way

SHIFT_HOLDS = timedelta(days=31)  # one month is never longer
BY = {
    "mark": {"talk": "coordinator", "story": "coordinator", "film": "coordinator", "law": "coordinator"},
    "record": "vetting", "ask_again": "vetting", "ask_waiver": "supervisor", "choose": "certifier", "propose": "supervisor",
    "suspend": ("supervisor", "certifier", "coordinator"), "resume": "certifier", "ask_end": "certifier", "drop_end": "certifier",
    "confirm_end": ("certifier", "supervisor"),
}  # fmt: skip


def is_apart(house: House, by: str, way: Way) -> bool:
    """Neither the trainee nor declared close to them."""
    return by != way.person and (by, way.person) not in house.close and (way.person, by) not in house.close


def is_right_person(house: House, deed: str, args: tuple[object, ...]) -> bool:
    """Whether a deed that was done was done by somebody who holds the role for it and stands far enough away, at this moment."""
    if deed in ("appeal", "concern"):
        return _is_right_for_a_case(house, house.ways[args[0]], args[1], args[2], args[3])
    if deed not in ("mark", "record", "ask_again", "ask_waiver", "decide_waiver", "choose", "propose", "decide", "move"):
        return True
    way, by = (
        house.ways[args[0]],
        args[3] if deed in ("decide_waiver", "decide", "move") else args[2] if deed in ("mark", "ask_waiver", "choose") else args[1],
    )
    if by in house.shut:
        return False
    name = args[2] if deed == "move" else deed
    if name == "renew" or (deed in ("decide_waiver", "decide") and args[2] == "withdrawn"):
        return True
    if deed in ("decide_waiver", "decide"):
        roles: object = "certifier"
        others = [way.waivers[-1 - args[1]].proposer if deed == "decide_waiver" else way.proposals[-1 - args[1]].proposer]
    else:
        roles = BY["mark"].get(args[1], "supervisor") if deed == "mark" else BY[name]
        others = [way.cards[-1 - args[1]].asked_by] if name == "confirm_end" else []
    held = any((by, role) in house.roles for role in ([roles] if isinstance(roles, str) else roles))
    stands = by != way.person if name == "suspend" else is_apart(house, by, way)
    far = by not in way.partners if deed in ("propose", "decide") else True
    return held and stands and far and by not in others


def _is_right_for_a_case(house: House, way: Way, which: int, deed: str, by: str) -> bool:
    """Whose case it is may lodge and take back; nobody answers who signed, rated, or had a concern; nobody handles what they raised."""
    if by in house.shut:
        return False
    if deed in ("lodge_appeal", "withdraw_appeal"):
        return by == way.person
    if deed == "raise_concern":
        return by != way.person and any(person == by for person, _role in house.roles)
    if deed in ("name_cille", "name_sol"):
        return (by, "coordinator") in house.roles and is_apart(house, by, way)
    if deed.endswith(("appeal", "appeal_back")):
        one = way.proposals[way.appeals[-1 - which].proposal]
        part = {one.proposer, one.signer, *one.raters, *(concern.taken_by for concern in way.concerns)}
        return (by, "certifier") in house.roles and is_apart(house, by, way) and by not in way.partners and by not in part
    roles = ("certifier",) if deed == "sign_untold" else ("certifier", "coordinator", "supervisor")
    other = way.concerns[-1 - which].taken_by if deed == "sign_untold" else way.concerns[-1 - which].raised_by
    return any((by, role) in house.roles for role in roles) and is_apart(house, by, way) and by != other


type Stand = tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def stand(way: Way) -> Stand:
    """The states of a way, its proposals, its certificates, its appeals and the concerns about who walks it."""
    return way.state, *(tuple(one.state for one in some) for some in (way.proposals, way.cards, way.appeals, way.concerns))


def wrong_moves(house: House, before: list[Stand]) -> list[str]:
    """What came back from where nothing comes back, and what is wrong with every new grant."""
    found = []
    for way, (state, proposals, cards, appeals, concerns) in zip(house.ways, before, strict=True):
        ended = [(was, one.state) for was, one in zip(proposals, way.proposals, strict=False) if was != "proposed"]
        over = [(was, card.state) for was, card in zip(cards, way.cards, strict=False) if was in ("revoked", "superseded", "erased")]
        closed = [(was, one.state) for was, one in zip(appeals, way.appeals, strict=False) if was not in ("lodged", "taken")]
        closed += [(was, one.state) for was, one in zip(concerns, way.concerns, strict=False) if was == "closed"]
        found += [f"{way.person}: {was} became {now}" for was, now in ended + over + closed if was != now]
        for number in granted(way) - {n for n, was in enumerate(proposals) if was == "granted"}:
            if state != ("learning" if way.proposals[number].varies is None else "certified"):
                found.append(f"{way.person} was {state}")
            found += [f"{way.person}: {wrong}" for wrong in _wrong_grant(house, way, number)]
    return found


def granted(way: Way) -> set[int]:
    return {number for number, one in enumerate(way.proposals) if one.state == "granted"}


def _wrong_grant(house: House, way: Way, number: int) -> list[str]:
    one = way.proposals[number]
    earlier = granted(way) - {number}
    found = [f"{who} signed and must not" for who, role in ((one.proposer, "supervisor"), (one.signer, "certifier"))
             if (who, role) not in house.roles or who in house.shut or who in way.partners or not is_apart(house, who, way)]  # fmt: skip
    if one.proposer == one.signer:
        found.append("one person signed twice")
    if one.varies is not None and one.level <= way.proposals[one.varies].level:
        return found  # what was granted stays granted, with less
    waived = {waiver.requirement for waiver in way.waivers if waiver.state == "granted"}
    found += [f"{key} is missing" for key in sorted(_asked(house, way)) if key not in waived and not _is_met(house, way, key)]
    if not earlier and "practice" not in waived and len(way.raters) < 2:
        found.append("fewer than two people have rated")
    return found


def _asked(house: House, way: Way) -> set[str]:
    if way.renewal_from:
        return {"shift", "refresh"}
    spared, until = way.grace
    grace = until is not None and house.now.date() <= until and "law" in spared
    return {"talk", "check", "shift", "practice", "either", *(["law"] if way.version == 2 and not grace else [])}


def _is_met(house: House, way: Way, key: str) -> bool:
    if key == "check":
        return bool(way.check)
    if key == "practice":
        return bool(way.raters)
    if key == "either":
        waived = {waiver.requirement for waiver in way.waivers if waiver.state == "granted"}
        return bool({"story", "film"} & (way.marks.keys() | waived))
    if key not in way.marks:
        return False
    at = way.marks[key][1]
    if key == "shift" and house.now >= at + SHIFT_HOLDS:
        return False
    return not way.renewal_from or at >= way.renewal_from


def wrong_cards(house: House) -> list[str]:
    """Two live certificates of one person, one without a grant, a grant without one, and one withdrawn by one person."""
    found = []
    for way in house.ways:
        if sum(card.state in ("active", "suspended") for card in way.cards) > 1:
            found.append(f"{way.person} holds two live certificates")
        if sorted(card.proposal for card in way.cards) != sorted(granted(way)):
            found.append(f"{way.person}: grants and certificates differ")
        if any(card.state == "revoked" and (not card.withdrawn_by or card.withdrawn_by == card.asked_by) for card in way.cards):
            found.append(f"{way.person}: withdrawn by one person alone")
    return found


def wrong_cases(house: House) -> list[str]:
    """Appeals answered or read by those who decided, and concerns that one person alone has kept from the one they are about."""
    found = []
    for way in house.ways:
        opened = [one.proposal for one in way.appeals if one.state in ("lodged", "taken")]
        if len(opened) != len(set(opened)):
            found.append(f"{way.person}: two appeals about one decision are open")
        for appeal in way.appeals:
            about = way.proposals[appeal.proposal]
            part = {about.proposer, about.signer, way.person, *about.raters}
            if part & (appeal.seats | {appeal.taken_by}):
                found.append(f"{way.person}: somebody who decided is on the list of the appeal")
            if (appeal.state in ("taken", "upheld", "changed")) != bool(appeal.taken_by) and appeal.state != "withdrawn":
                found.append(f"{way.person}: an appeal is {appeal.state} and with {appeal.taken_by or 'nobody'}")
            if appeal.state == "taken" and appeal.seats != {appeal.taken_by}:
                found.append(f"{way.person}: others than who took the appeal read it")
        for concern in way.concerns:
            if {way.person, concern.raised_by} & (concern.seats | {concern.taken_by}):
                found.append(f"{way.person}: the one concerned or who raised it is on the list")
            if concern.state == "closed" and not concern.told and not concern.untold_by:
                found.append(f"{way.person}: a concern was closed, they were not told, and nobody signed that")
            if concern.untold_by and concern.untold_by == concern.taken_by:
                found.append(f"{way.person}: one person alone keeps a concern from them")
    return found
