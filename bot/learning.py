"""What is remembered of courses: versions as they were released, who is in them, who is through."""

from dataclasses import dataclass
from datetime import datetime

from bot.lessons import Course, CourseText, Lesson, LessonStep
from bot.tongue import folded


@dataclass(frozen=True)
class Release:
    """A version of a course as it is taught, which never changes. `id` is its number, `project`
    what its items and assignments belong to; `sha256` is that of its content."""

    id: int
    project: str
    course: Course
    sha256: str
    at: datetime

    def text(self, language: str) -> CourseText:
        """The course in this language ("pt-br"), or in "pt", else in what others fall back to."""
        texts = {folded(one.language): one for one in reversed(self.course.texts)}
        first, wanted = self.course.texts[0], folded(language)
        return texts.get(wanted) or texts.get(wanted.partition("-")[0]) or first

    def taught(self, step: str, language: str) -> "Taught":
        """Where a step stands. Raises LookupError if there is none of this id."""
        text = self.text(language)
        for warm_up, lessons in ((False, text.lessons), (True, text.warm_up)):
            for number, lesson in enumerate(lessons, start=1):
                for place, one in enumerate(lesson.steps, start=1):
                    if one.id == step:
                        return Taught(self, text, number, place, warm_up)
        raise LookupError(f"no step {step} in {self.project}")


@dataclass(frozen=True)
class Taught:
    """The step of a lesson that an item is, and where it stands; places count from 1.

    `lesson` is its place among the course's lessons or, in the warm-up, among the sets."""

    release: Release
    text: CourseText
    lesson: int
    place: int
    warm_up: bool = False

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        return self.text.warm_up if self.warm_up else self.text.lessons

    @property
    def here(self) -> Lesson:
        return self.lessons[self.lesson - 1]

    @property
    def step(self) -> LessonStep:
        return self.here.steps[self.place - 1]

    @property
    def last(self) -> bool:
        """Whether its lesson ends here, and another follows."""
        return self.place == len(self.here.steps) and self.lesson < len(self.lessons)


@dataclass(frozen=True)
class Learner:
    """Somebody in a course, pinned to the version they began. `told` is the newest version that
    was offered or told about; `ready_at` when they may begin with real tasks, `met` when a
    coordinator was asked to talk with them."""

    person: int
    course: str
    version: str
    language: str
    started_at: datetime
    finished_at: datetime | None = None
    ready_at: datetime | None = None
    met: datetime | None = None
    told: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """A course that was completed, in which version, by its certificate's code."""

    code: str
    person: int
    course: str
    version: str
    language: str
    sha256: str
    at: datetime
