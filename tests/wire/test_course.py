"""A small course on both wires, through the real programs: whoever walks it by what they see meets
every step once, completes it once, and has one certificate.
"""

from pathlib import Path

from tests import schooling
from tests.attended import completed_once
from tests.clinic import clinic
from tests.real.pairs import together
from tests.real.run import same_clients
from tests.real.walking import Walker
from tests.scholar import Scholar

PATHS = [(platform, errs) for platform in ("slack", "telegram") for errs in (False, True)]
"""By what is right, and by everything that is wrong first."""


def test_a_course_is_walked_once_by_every_path_on_each_platform(tmp_path: Path) -> None:
    with clinic(tmp_path) as school:
        school.teaches()
        walkers = [
            Walker(school.comes(platform, "rate"), Scholar(schooling.ENGLISH, "RLHF", errs))
            for platform, errs in PATHS
        ]
        together([one.all_of_it for one in walkers])
        same_clients(school)
        assert len(completed_once(school.store, "rlhf_1", len(PATHS))) == len(PATHS)
