{{ stage('patient', {
    'patient_id': 'text',
}) }}
