{{ conformed(
    'vital_sign',
    ['study_id', 'vital_sign_id'],
    ids={'study_id': 'study', 'site_id': 'site', 'subject_id': 'subject'}
) }}
