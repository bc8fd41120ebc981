{{ conformed(
    'treatment_assignment',
    ['study_id', 'subject_id'],
    ids={'study_id': 'study', 'site_id': 'site', 'subject_id': 'subject'}
) }}
