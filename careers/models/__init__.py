"""Roles, their vocabulary, references, comparisons, evidence, and the revisions behind them."""

from .comparisons import Comparison, ComparisonQuerySet, Decision, pair_url
from .deleted_documents import DeletedDocument
from .documents import (
    PAIR_SEPARATOR,
    SENTENCE_MAX,
    SLUG,
    Document,
    DocumentQuerySet,
    Withdrawal,
    slug_constraint,
    validate_slug,
)
from .evidence import (
    GROUP,
    Evidence,
    EvidenceAnswer,
    EvidenceKind,
    EvidenceWeek,
    PayCell,
    Snapshot,
    SnapshotRole,
)
from .feedback import COMMENT_MAX, Feedback, FeedbackSender
from .former_addresses import AddressedQuerySet, FormerAddress
from .references import Reference
from .revisions import Revision, RevisionQuerySet
from .roles import Family, Fit, OtherTitle, Role, RoleQuerySet, RoleSkill, Track
from .vocabulary import Skill, SkillGroup, SkillQuerySet
from .working_copies import WorkingCopy, WorkingCopyQuerySet

__all__ = [
    "COMMENT_MAX",
    "GROUP",
    "PAIR_SEPARATOR",
    "SENTENCE_MAX",
    "SLUG",
    "AddressedQuerySet",
    "Comparison",
    "ComparisonQuerySet",
    "Decision",
    "DeletedDocument",
    "Document",
    "DocumentQuerySet",
    "Evidence",
    "EvidenceAnswer",
    "EvidenceKind",
    "EvidenceWeek",
    "Family",
    "Feedback",
    "FeedbackSender",
    "Fit",
    "FormerAddress",
    "OtherTitle",
    "PayCell",
    "Reference",
    "Revision",
    "RevisionQuerySet",
    "Role",
    "RoleQuerySet",
    "RoleSkill",
    "Skill",
    "SkillGroup",
    "SkillQuerySet",
    "Snapshot",
    "SnapshotRole",
    "Track",
    "Withdrawal",
    "WorkingCopy",
    "WorkingCopyQuerySet",
    "pair_url",
    "slug_constraint",
    "validate_slug",
]
