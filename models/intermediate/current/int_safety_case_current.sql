{{ conformed(
    'safety_case',
    ['case_id', 'message_id'],
    ids={'study_id': 'study', 'site_id': 'site', 'subject_id': 'subject'}
) }}
