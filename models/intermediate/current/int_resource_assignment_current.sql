{{ conformed('resource_assignment', ['assignment_id'], ids={'study_id': 'study', 'site_id': 'site', 'person_id': 'person'}) }}
