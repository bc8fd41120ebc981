{{ conformed(
    'subject_visit',
    ['study_id', 'subject_id', 'visit_id'],
    ids={'study_id': 'study', 'subject_id': 'subject'}
) }}
