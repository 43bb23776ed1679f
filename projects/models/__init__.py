"""The registry's nouns, one file each; import them from here."""

from projects.models.base import PublicationState
from projects.models.changes import Change, LastChange
from projects.models.error_reports import ErrorReport, ReportState
from projects.models.figures import BASES, Quantity, StatedFigure, Subtotal
from projects.models.imports import Import, ImportedRow, ImportState, RowVerdict, SavedMapping
from projects.models.ledger import (
    GIVING,
    Decision,
    DecisionKind,
    Entry,
)
from projects.models.operations import Intervention
from projects.models.organisation_ties import (
    DistinctOrganisations,
    NameKind,
    OrganisationMerge,
    OrganisationName,
)
from projects.models.organisations import NumberScheme, Organisation, OrganisationKind, Sector
from projects.models.participation import Participation, Role
from projects.models.payments import Payment
from projects.models.places import Place, PlaceKind
from projects.models.plausibility import AcceptedWarning, PlausibilityWarning, WarningRule
from projects.models.presets import Preset
from projects.models.programmes import Fund, FundLevel, Priority, Programme
from projects.models.project import DatePrecision, Project, ProjectKind
from projects.models.project_facts import Fact, MissingFact, PlaceMeaning, ProjectPlace
from projects.models.proposals import LoneApproval, Proposal, ProposalKind, ProposalState
from projects.models.redactions import LegalGround, Redaction, RedactionState
from projects.models.rounds import Partnership, Round, RoundKind
from projects.models.sent_forms import SentForm
from projects.models.sources import Source
from projects.models.splits import GrantSplit, SplitForm
from projects.models.statuses import ProjectStatus

__all__ = [
    "BASES",
    "GIVING",
    "AcceptedWarning",
    "Change",
    "DatePrecision",
    "Decision",
    "DecisionKind",
    "DistinctOrganisations",
    "Entry",
    "ErrorReport",
    "Fact",
    "Fund",
    "FundLevel",
    "GrantSplit",
    "Import",
    "ImportState",
    "ImportedRow",
    "Intervention",
    "LastChange",
    "LegalGround",
    "LoneApproval",
    "MissingFact",
    "NameKind",
    "NumberScheme",
    "Organisation",
    "OrganisationKind",
    "OrganisationMerge",
    "OrganisationName",
    "Participation",
    "Partnership",
    "Payment",
    "Place",
    "PlaceKind",
    "PlaceMeaning",
    "PlausibilityWarning",
    "Preset",
    "Priority",
    "Programme",
    "Project",
    "ProjectKind",
    "ProjectPlace",
    "ProjectStatus",
    "Proposal",
    "ProposalKind",
    "ProposalState",
    "PublicationState",
    "Quantity",
    "Redaction",
    "RedactionState",
    "ReportState",
    "Role",
    "Round",
    "RoundKind",
    "RowVerdict",
    "SavedMapping",
    "Sector",
    "SentForm",
    "Source",
    "SplitForm",
    "StatedFigure",
    "Subtotal",
    "WarningRule",
]
