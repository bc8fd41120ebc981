{{ conformed(
    'adverse_event',
    ['study_id', 'adverse_event_id'],
    ids={'study_id': 'study', 'site_id': 'site', 'subject_id': 'subject'}
) }}
