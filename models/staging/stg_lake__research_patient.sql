{{ stage('research_patient', {
    'patient_id': 'text',
    'active': 'boolean',
}) }}
