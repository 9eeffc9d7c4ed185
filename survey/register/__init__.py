"""What is promised (谋, 办): the district, its departments, categories, projects, sites and their printed codes."""
