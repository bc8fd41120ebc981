{{ conformed('person', ['person_id'], ids={'person_id': 'person'}, scope=[]) }}
