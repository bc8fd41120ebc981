{{ conformed(
    'eligibility',
    ['study_id', 'subject_id', 'criterion_id'],
    ids={'study_id': 'study', 'subject_id': 'subject'}
) }}
