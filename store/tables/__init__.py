"""The tables: one SQLModel class each, and the only place that says what is kept.

Decisions read and write them through Core statements (`store.port`), never through sessions: an
ORM session costs five times as much (notes on performance, 9.1). A change here needs a revision in
`migrations/`.
"""

from sqlmodel import SQLModel

from store.tables.base import EPOCH, Instant
from store.tables.content import (
    AuthorRow,
    BatchRow,
    PileRow,
    ProjectRow,
    QueueRow,
    RubricRow,
    TaskRow,
)
from store.tables.courses import CompletionRow, CorrectionRow, LearnerRow, ReleaseRow, RemarkRow
from store.tables.people import (
    ChoiceRow,
    ContactRow,
    EnrolmentRow,
    FrontierRow,
    InvitationRow,
    PersonRow,
)
from store.tables.trust import AuditRow, GuessRow, UnplacedRow, WithheldRow
from store.tables.wire import (
    DEAD,
    HUSHED,
    PENDING,
    SENT,
    SUPERSEDED,
    DeliveryRow,
    IncidentRow,
    OutboxRow,
    QuarantineRow,
)
from store.tables.work import AnnotationRow, AssignmentRow, HeardRow, MessageRow, SessionRow

__all__ = [
    "DEAD",
    "EPOCH",
    "HUSHED",
    "PENDING",
    "SENT",
    "SUPERSEDED",
    "AnnotationRow",
    "AssignmentRow",
    "AuditRow",
    "AuthorRow",
    "BatchRow",
    "ChoiceRow",
    "CompletionRow",
    "ContactRow",
    "CorrectionRow",
    "DeliveryRow",
    "EnrolmentRow",
    "FrontierRow",
    "GuessRow",
    "HeardRow",
    "IncidentRow",
    "Instant",
    "InvitationRow",
    "LearnerRow",
    "MessageRow",
    "OutboxRow",
    "PersonRow",
    "PileRow",
    "ProjectRow",
    "QuarantineRow",
    "QueueRow",
    "ReleaseRow",
    "RemarkRow",
    "RubricRow",
    "SQLModel",
    "SessionRow",
    "TaskRow",
    "UnplacedRow",
    "WithheldRow",
]
