{{ stage('registry_study', {
    'registry': 'text',
    'registry_id': 'text',
    'study_id': 'text',
    'overall_status': 'text',
    'enrollment_count': 'integer',
    'enrollment_type': 'text',
}) }}
