{{ stage('kit_content', {
    'study_id': 'text',
    'kit_id': 'text',
    'kit_type': 'text',
    'content': 'text',
    'lot': 'text',
}) }}
