{{ conformed(
    'disposition',
    ['study_id', 'subject_id', 'disposition_id'],
    ids={'study_id': 'study', 'subject_id': 'subject'}
) }}
