{{ conformed('time_entry', ['entry_id'], ids={'study_id': 'study', 'site_id': 'site', 'person_id': 'person'}, scope=[]) }}
