{{ conformed(
    'issue',
    ['study_id', 'issue_id'],
    ids={
        'study_id': 'study',
        'site_id': 'site',
        'subject_id': 'subject',
        'monitoring_visit_id': 'monitoring_visit',
        'owner_id': 'person',
    }
) }}
