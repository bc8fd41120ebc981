{{ conformed(
    'consent',
    ['study_id', 'subject_id', 'consent_id'],
    ids={'study_id': 'study', 'subject_id': 'subject'}
) }}
