"""An invented guide, small enough to reckon with by hand."""

from __future__ import annotations

from dataclasses import replace

from site_builder.tools.guide import Guide, GuideConcept, GuideOption, GuideStop, Story

ANY = ("any",)


def choice(name: str, *, prompts: tuple[str, ...] = (), **leads_to: int) -> GuideConcept:
    """Return a choice that leads to options (`x=3`) and stories (`case_x=2`)."""
    pages = {
        f"casestudies/{page[5:]}" if page.startswith("case_") else f"signposting/{page}": weight
        for page, weight in leads_to.items()
    }
    return GuideConcept(
        id=name, label=name.title(), about="", url="", prompts=prompts, leads_to=pages
    )


def option(name: str, **fields: object) -> GuideOption:
    """Return an open option for every GP, but for the fields given."""
    plain = GuideOption(
        id=f"signposting/{name}",
        title=name.title(),
        url=f"/signposting/{name}/",
        stages=ANY,
        roles=ANY,
        moments=(),
        needs=(),
        status="open",
        status_label="Open",
        status_detail="as of 2024",
        status_colour="green",
        checked="1 May 2024",
        due="2024-11-01",
        due_text="1 November 2024",
        who_for="Any GP",
        you_get="Help",
        how_to_start="Ring",
        cost="free",
        run_by="A body",
        web="",
        instead=(),
        for_gps=True,
        startable=True,
    )
    return replace(plain, **fields)  # type: ignore[arg-type]


def story(name: str, **fields: object) -> Story:
    """Return a story of no stage or role, but for the fields given."""
    plain = Story(
        id=f"casestudies/{name}",
        title=name.title(),
        url=f"/casestudies/{name}/",
        stages=(),
        roles=(),
        moments=(),
        needs=(),
        status="unknown",
        status_label="Running in 2018",
        status_detail="not confirmed since",
        status_colour="orange",
        checked="1 May 2024",
        due="2025-05-01",
        due_text="1 May 2025",
        summary="What happened.",
        where="Here, 2018",
        level=2,
        evidence="2 of 5, reported",
        finding="They said so.",
        own=False,
    )
    return replace(plain, **fields)  # type: ignore[arg-type]


def guide(
    *options: GuideOption,
    stories: tuple[Story, ...] = (),
    needs: tuple[GuideConcept, ...] = (),
    stops: tuple[GuideStop, ...] = (),
    ask: tuple[str, ...] = (),
) -> Guide:
    """Return a guide of two roles and three stages; partners are mid or late in career."""
    return Guide(
        roles=(choice("partner"), choice("locum")),
        stages=(choice("new"), choice("mid"), choice("late")),
        moments=(choice("strain", prompts=("How are you?",)), choice("back")),
        needs=needs,
        role_stages={"partner": ("mid", "late")},
        stops=stops,
        options=options,
        stories=stories,
        reading={"toolkit/plan": ("A plan", "/toolkit/plan/")},
        urgent=(),
        ask=ask,
    )


def stop(role: str, moment: str, *leads_to: str) -> GuideStop:
    """Return a stop that leads to documents."""
    return GuideStop(
        role=role,
        moment=moment,
        url=f"/roadmaps/{role}/#{moment}",
        next_step="Tell one person.",
        leads_to=leads_to,
        needs=(),
    )
