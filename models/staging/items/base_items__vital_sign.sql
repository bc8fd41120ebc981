{{ made_of_items('vital_sign') }}
