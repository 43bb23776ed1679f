"""The registry for programs: read-only JSON below /api/v1/."""
