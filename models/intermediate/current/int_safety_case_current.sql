{# Systems tell of one case side by side; int_safety_case_states brings together what they say. #}
{{ conformed(
    'safety_case',
    ['case_id', 'message_id', '_source'],
    ids={'study_id': 'study', 'site_id': 'site', 'subject_id': 'subject'}
) }}
