{{ conformed(
    'enrollment_plan',
    ['study_id', 'plan_version', 'country', 'month'],
    ids={'study_id': 'study'}
) }}
