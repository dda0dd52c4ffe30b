"""What people follow: organizations, campuses, tags."""
