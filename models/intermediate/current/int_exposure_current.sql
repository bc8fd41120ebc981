{{ conformed(
    'exposure',
    ['study_id', 'subject_id', 'exposure_id'],
    ids={'study_id': 'study', 'subject_id': 'subject'}
) }}
