{{ conformed(
    'lab_result',
    ['study_id', 'lab_result_id'],
    ids={'study_id': 'study', 'site_id': 'site', 'subject_id': 'subject'}
) }}
