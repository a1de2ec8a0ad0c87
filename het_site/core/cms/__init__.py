"""What the editors' admin needs and no app owns: roles, the approval workflow, people, widgets and its policy."""
