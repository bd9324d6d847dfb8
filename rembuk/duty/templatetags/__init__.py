"""Words of rosters in templates."""
